/** How long a test waits for what must come: long, because a machine may be busy. It costs nothing when it comes soon. */
export const PATIENCE = { timeout: 15_000, interval: 20 } as const;
