/**
 * Takes down what a test has drawn, with all that its effects left behind. Preact 11 runs their ends after the next picture:
 * without waiting for them, they would find a page that has gone already.
 */
import { act, cleanup as unmount } from '@testing-library/preact';

export const cleanup = () => act(unmount);
