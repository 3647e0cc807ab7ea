/** What others wait for: requests to answer, money to take. Nothing while nothing waits, or while that is not known. */
import { useAnswer } from '../answers.ts';
import { useWords } from '../services.ts';

export function WaitingNotice() {
  const words = useWords();
  const { value } = useAnswer('wallet.waiting', {});
  if (!value || value.requests + value.held === 0) return null;
  return (
    <ul class="places">
      {value.requests > 0 ? (
        <li>
          <a href="#/requests">{words.requests.count(value.requests)}</a>
        </li>
      ) : null}
      {value.held > 0 ? (
        <li>
          <a href="#/held">{words.held.count(value.held)}</a>
        </li>
      ) : null}
    </ul>
  );
}
