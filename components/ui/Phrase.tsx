/** The person's own words, which no window but ours can show (T32). Nothing until he has chosen some. */
import { safeText } from '../names.ts';
import { useSecurityWords } from '../services.ts';

export function Phrase({ phrase }: { phrase: string | null }) {
  const words = useSecurityWords();
  if (phrase === null) return null;
  return (
    <p class="phrase">
      <bdi>{words.phrase.shown(safeText(phrase))}</bdi>
    </p>
  );
}
