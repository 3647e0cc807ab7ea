/**
 * Blinks' own X observer, as its extension starts it: what overlay.vs_blinks is held against. Its wallet never comes to be asked.
 * The bench lets it rest now and then, to see what drawing costs without it.
 */
import { setupTwitterObserver } from '@dialectlabs/blinks/ext/twitter';

const never = () => Promise.reject(new Error('no wallet'));

const { observe } = MutationObserver.prototype;
MutationObserver.prototype.observe = function observeUntilPaused(root, options) {
  observe.call(this, root, options);
  if (root.id !== 'react-root') return;
  document.addEventListener('bench-without', () => this.disconnect());
  document.addEventListener('bench-with', () => observe.call(this, root, options));
};

setupTwitterObserver({
  connect: never,
  signTransaction: never,
  signMessage: never,
  confirmTransaction: never,
  metadata: { supportedBlockchainIds: [] },
});
