/** Where the page lives on the API's origin. The server serves the same addresses (server/http/phone-page.ts). */

export const HOME_PATH = '/w/';

/** Where X sends people back to: one of the API's SIGN_IN_REDIRECT_URIS. */
export const SIGNED_IN_PATH = '/w/signed-in';

export const SERVICE_WORKER_PATH = '/w/service-worker.js';
