/** The most payees of one order. Apart from the schemas, so that the extension need not carry those. */
export const MOST_PAYEES = 9;
