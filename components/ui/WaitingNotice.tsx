/**
 * What waits for him: requests to answer, money to take, texts on X that sent nothing. Nothing while nothing waits, or while
 * that is not known.
 */
import { useAnswer } from '../answers.ts';
import { useWords } from '../services.ts';

export function WaitingNotice() {
  const words = useWords();
  const { value } = useAnswer('wallet.waiting', {});
  const { requests = 0, held = 0, refused = 0 } = value ?? {};
  if (requests + held + refused === 0) return null;
  const line = (count: number, route: string, text: (count: number) => string) =>
    count > 0 ? (
      <li>
        <a href={`#/${route}`}>{text(count)}</a>
      </li>
    ) : null;
  return (
    <ul class="places">
      {line(requests, 'requests', words.requests.count)}
      {line(held, 'held', words.held.count)}
      {line(refused, 'written', words.home.refused)}
    </ul>
  );
}
