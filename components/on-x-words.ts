/** The words of the screens about X, apart from the services: only those screens carry them. */
import { type OnXWords, onXWords } from '../lib/words/on-x.ts';
import { useServices } from './services.ts';

export function useOnXWords(): OnXWords {
  return onXWords[useServices().language];
}

/** Where X shows a post, whoever wrote it. */
export const postAddress = (tweetId: string): string => `https://x.com/i/status/${tweetId}`;
