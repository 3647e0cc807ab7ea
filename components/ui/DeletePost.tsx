/** Leads to one's own post on X, where X's menu deletes it: Moineau may not (docs/decisions/0020). */
import { useId } from 'preact/hooks';
import { postAddress, useOnXWords } from '../on-x-words.ts';
import { useServices } from '../services.ts';

export function DeletePost({ tweetId }: { tweetId: string }) {
  const words = useOnXWords();
  const { openTab } = useServices();
  const id = useId();
  return (
    <>
      <button
        type="button"
        class="button button-text"
        aria-describedby={id}
        onClick={() => openTab(postAddress(tweetId))}
      >
        <span>{words.deletePost}</span>
      </button>
      <p id={id} class="muted delete-post">
        {words.deletePostText}
      </p>
    </>
  );
}
