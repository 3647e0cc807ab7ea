/** What we have seen of a handle and its account: another's before, or another before (T10). */
import type { Payee } from '../../lib/protocol/people.ts';
import { formatDay } from '../../lib/words/dates.ts';
import { useServices, useWords } from '../services.ts';
import { Notice } from './Notice.tsx';

/** `alsoBefore`: the account's own earlier handle too, where nothing else tells of it. */
export function HandleHistory({ payee, alsoBefore }: { payee: Payee; alsoBefore: boolean }) {
  const words = useWords().codeWays;
  const services = useServices();
  const { before = null, other_until = null } = payee.handle_history ?? {};
  const day = (instant: string) => formatDay(instant, services.now(), services);
  return (
    <>
      {other_until ? (
        <Notice tone="warning">
          <p>{words.other(`@${payee.handle}`, day(other_until))}</p>
        </Notice>
      ) : null}
      {before && alsoBefore ? (
        <p class="muted">{words.before(`@${before.handle}`, day(before.until))}</p>
      ) : null}
    </>
  );
}
