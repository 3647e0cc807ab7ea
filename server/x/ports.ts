/** X by the configuration: its people, and the service's own account where there is one. Wiring only. */
import type { Config } from '../config.ts';
import type { Ports } from '../start.ts';
import { createTwitterService } from './service.ts';
import type { TokenVault } from './service-token.ts';
import { createTwitterPort } from './twitter.ts';

/** `apiCa`: PEM, for another X than the real one. */
export function createTwitterPorts(config: Config, apiCa: string | undefined): Pick<Ports, 'x' | 'service'> {
  const twitter = {
    clientId: config.X_CLIENT_ID,
    clientSecret: config.X_CLIENT_SECRET,
    bearerToken: config.X_BEARER_TOKEN,
    apiUrl: config.X_API_URL,
    apiCa,
    authorizeOrigin: config.X_AUTHORIZE_ORIGIN,
  };
  const { X_SERVICE_USER_ID: serviceUserId, X_SERVICE_HANDLE: serviceHandle } = config;
  return {
    x: createTwitterPort(twitter),
    ...(serviceUserId === undefined
      ? {}
      : {
          service: (vault: TokenVault) =>
            createTwitterService({ ...twitter, serviceUserId, serviceHandle }, vault),
        }),
  };
}
