/** Blinks' own X observer, as its extension starts it: what overlay.vs_blinks is held against. Its wallet never comes to be asked. */
import { setupTwitterObserver } from '@dialectlabs/blinks/ext/twitter';

const never = () => Promise.reject(new Error('no wallet'));

setupTwitterObserver({
  connect: never,
  signTransaction: never,
  signMessage: never,
  confirmTransaction: never,
  metadata: { supportedBlockchainIds: [] },
});
