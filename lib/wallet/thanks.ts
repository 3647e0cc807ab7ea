/** Thanking for a payment in one tap: in the wallet, or on the notification itself. */
import { putPayment } from '../store/payments.ts';
import { tellPages } from './announce.ts';
import { errorOf, WalletFailure } from './failure.ts';
import * as api from './generated/operations.ts';
import { callAsPerson } from './session.ts';

/** Thanks once, however often. @throws WalletFailure when the API could not be told */
export async function thank(paymentId: string): Promise<void> {
  const outcome = await callAsPerson(api.thankForPayment, { id: paymentId });
  if (outcome.kind !== 'done') throw new WalletFailure(errorOf(outcome));
  await putPayment(outcome.value);
  await tellPages();
}
