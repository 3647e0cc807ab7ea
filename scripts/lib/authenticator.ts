/**
 * A fingerprint reader that is not there: whenever a page of a browser asks for a passkey, it first gets Chromium's virtual
 * authenticator, with user verification. The passkeys are the browser's: what one page has made, the next can use.
 */
import type { BrowserContext, CDPSession, Page } from '@playwright/test';

export type Authenticator = {
  /** Whether it knows the finger from now on. It does at first. */
  recognise(isOwner: boolean): void;
};

/** As Chromium gives it out and takes it. */
type Credential = {
  readonly credentialId: string;
  readonly isResidentCredential: boolean;
  readonly privateKey: string;
  readonly signCount: number;
  readonly rpId?: string;
  readonly userHandle?: string;
};

const BINDING = 'pluggedInAuthenticator';

/** For all pages that the browser opens from now on. */
export async function plugInAuthenticator(context: BrowserContext): Promise<Authenticator> {
  const passkeys = new Map<string, Credential>();
  const sessions = new Map<Page, CDPSession>();
  let recognised = true;
  // Anew for each question: another connection to the page that goes takes the authenticator with it.
  await context.exposeBinding(BINDING, async ({ page }) => {
    await sessions.get(page)?.detach();
    const session = await context.newCDPSession(page);
    sessions.set(page, session);
    await plugIn(session, passkeys, recognised);
  });
  await context.addInitScript(waitForAuthenticator, BINDING);
  return {
    recognise(isOwner) {
      recognised = isOwner;
    },
  };
}

async function plugIn(
  session: CDPSession,
  passkeys: Map<string, Credential>,
  isUserVerified: boolean,
): Promise<void> {
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified,
      automaticPresenceSimulation: true,
    },
  });
  const keep = ({ credential }: { credential: Credential }) =>
    void passkeys.set(credential.credentialId, credential);
  session.on('WebAuthn.credentialAdded', keep);
  session.on('WebAuthn.credentialAsserted', keep);
  for (const credential of passkeys.values()) {
    await session.send('WebAuthn.addCredential', { authenticatorId, credential });
  }
}

/** In the page: whoever asks for a passkey at once, as a window of ours does, waits until the authenticator is there. */
function waitForAuthenticator(binding: string): void {
  if (location.protocol === 'https:' || !('credentials' in navigator)) return;
  const plugged: unknown = Reflect.get(window, binding);
  if (typeof plugged !== 'function') return;
  const { credentials } = navigator;
  const [make, use] = [credentials.create.bind(credentials), credentials.get.bind(credentials)];
  credentials.create = async (options) => {
    await plugged();
    return make(options);
  };
  credentials.get = async (options) => {
    await plugged();
    return use(options);
  };
}
