/**
 * The Content-Security-Policy of x.com, written out as its header has it, so that what X would refuse is
 * refused here too: no inline script, no request to our server from the page, no web font.
 * `csp.test.ts` compares it with the captured one where that is at hand.
 */

const directives: Readonly<Record<string, string>> = {
  'connect-src':
    "'self' blob: https://api.x.ai https://api.x.com https://*.pscp.tv https://*.video.pscp.tv https://*.twimg.com https://api.twitter.com https://api-stream.twitter.com https://api-stream.x.com https://ads-api.twitter.com https://ads-api.x.com https://aa.twitter.com https://aa.x.com https://caps.twitter.com https://caps.x.com https://pay.twitter.com https://pay.x.com https://sentry.io https://ton.twitter.com https://ton.x.com https://twitter.com https://x.com https://upload.twitter.com https://upload.x.com https://www.google-analytics.com https://accounts.google.com/gsi/status https://accounts.google.com/gsi/log https://checkoutshopper-live.adyen.com wss://*.pscp.tv https://media.riffsy.com https://*.giphy.com https://media.tenor.com https://c.tenor.com https://ads-twitter.com https://analytics.twitter.com https://analytics.x.com",
  'default-src': "'self'",
  'form-action':
    "'self' https://twitter.com https://*.twitter.com https://x.com https://*.x.com https://localhost.twitter.com:3443 https://localhost.x.com:3443",
  'font-src': "'self' https://*.twimg.com",
  'frame-src':
    "'self' https://twitter.com https://x.com https://mobile.twitter.com https://mobile.x.com https://pay.twitter.com https://pay.x.com https://cards-frame.twitter.com https://accounts.google.com/ https://client-api.arkoselabs.com/ https://iframe.arkoselabs.com/ https://vaultjs.apideck.com/ https://recaptcha.net/recaptcha/ https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/",
  'img-src':
    "'self' blob: data: https://*.cdn.twitter.com https://*.cdn.x.com https://ton.twitter.com https://ton.x.com https://*.twimg.com https://analytics.twitter.com https://analytics.x.com https://cm.g.doubleclick.net https://www.google-analytics.com https://maps.googleapis.com https://media.riffsy.com https://*.giphy.com https://media.tenor.com https://c.tenor.com https://*.googleusercontent.com https://t.co/1/i/adsct",
  'manifest-src': "'self'",
  'media-src':
    "'self' blob: https://twitter.com https://x.com https://*.twimg.com https://*.vine.co https://*.pscp.tv https://*.video.pscp.tv",
  'object-src': "'none'",
  'script-src':
    "'self' 'unsafe-inline' https://*.twimg.com https://recaptcha.net/recaptcha/ https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/ https://client-api.arkoselabs.com/ https://www.google-analytics.com https://twitter.com https://x.com https://accounts.google.com/gsi/client https://appleid.cdn-apple.com/appleauth/static/jsapi/appleid/1/en_US/appleid.auth.js https://static.ads-twitter.com",
  'style-src': "'self' 'unsafe-inline' https://accounts.google.com/gsi/style https://*.twimg.com",
  'worker-src': "'self' blob:",
  'report-uri': 'https://twitter.com/i/csp_report?a=O5RXE%3D%3D%3D&ro=false',
};

/** The header's value. `'unsafe-inline'` stands in script-src and is void there: a nonce switches it off. */
export function contentSecurityPolicy(nonce: string): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}${name === 'script-src' ? ` 'nonce-${nonce}'` : ''}`)
    .join('; ');
}
