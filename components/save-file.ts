/** Gives the person a file to keep: a link that saves, pressed for him. Needs no permission. */
import type { Export } from '../lib/store/database.ts';

/** Longer than a browser takes to begin reading; the bytes are on the disk until then. */
const KEPT_MS = 60_000;

export function saveFile({ name, content }: Export): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
