/** The person's own words, which no window but ours can show (T32). Nothing until he has chosen some. */
import { safeText } from '../names.ts';
import { useWords } from '../services.ts';

export function Phrase({ phrase }: { phrase: string | null }) {
  const words = useWords().codeWays;
  if (phrase === null) return null;
  return (
    <p class="phrase">
      <bdi>{words.phrase(safeText(phrase))}</bdi>
    </p>
  );
}
