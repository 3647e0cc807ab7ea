/** X draws by the window's width in its programme, not in its style sheet. */

import { useEffect, useState } from 'preact/hooks';

/** True while the window is narrower than `width_px`. */
export function useNarrow(width_px: number): boolean {
  const [narrow, setNarrow] = useState(() => window.innerWidth < width_px);
  useEffect(() => {
    const look = () => setNarrow(window.innerWidth < width_px);
    look();
    window.addEventListener('resize', look);
    return () => window.removeEventListener('resize', look);
  }, [width_px]);
  return narrow;
}
