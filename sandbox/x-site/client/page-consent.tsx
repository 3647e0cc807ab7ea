/** /i/oauth2/authorize: an app asks for a person's consent. The answer goes to the server, which gives the address to leave to. */

import { useState } from 'preact/hooks';
import type { Consent } from '../model.ts';
import { Avatar } from './avatar.tsx';
import { Letter } from './icons.tsx';
import { Press, Span, Text, View, viewClasses } from './primitives.tsx';
import { useStore, useWords } from './store.ts';

/** X's sentences for its scopes, in short. */
const scopeTexts: Readonly<Record<string, string>> = {
  'tweet.read': 'See posts that you can see.',
  'tweet.write': 'Post and repost for you.',
  'users.read': 'See accounts that you can see.',
  'dm.read': 'See your Direct Messages.',
  'dm.write': 'Send Direct Messages for you.',
  'follows.read': 'See whom you follow.',
  'like.read': 'See the posts you have liked.',
  'offline.access': 'Stay connected to your account until you revoke access.',
};

export function ConsentPage({ consent }: { consent: Consent }) {
  const words = useWords();
  const viewer = useStore((state) => state.viewer);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  if (viewer === undefined) return <View role="progressbar" s="spinner" />;

  const answer = (approval: boolean) => {
    setBusy(true);
    leaveWith(approval).catch((error: unknown) => {
      setBusy(false);
      setFailure(error instanceof Error ? error.message : String(error));
    });
  };
  return (
    <main role="main" class={viewClasses('sign-in')}>
      <View s="sign-in-card">
        <View s="logo-large">
          <Letter />
        </View>
        <h2 role="heading" class={viewClasses('page-title')}>
          <span data-testid="OAuth_Consent_AppName">{consent.clientName}</span> {words.wantsAccess}
        </h2>
        <View s="row consent-person">
          <View s="cell-left">
            <Avatar person={viewer} size={40} as="presentation" />
          </View>
          <View>
            <Text s="strong">
              <Span>{viewer.name}</Span>
            </Text>
            <Text s="muted">
              <Span>
                {words.signedInAs} @{viewer.handle}
              </Span>
            </Text>
          </View>
        </View>
        <Text s="strong">
          <Span>{words.thisAppCan}</Span>
        </Text>
        <ul class={viewClasses('consent-scopes')}>
          {consent.scopes.map((scope) => (
            <li>{scopeTexts[scope] ?? scope}</li>
          ))}
        </ul>
        {failure !== undefined && (
          <Text role="alert" s="failure">
            <Span>{failure}</Span>
          </Text>
        )}
        <Press
          data-testid="OAuth_Consent_Button"
          s="pill pill-blue pill-wide"
          disabled={busy}
          onClick={() => answer(true)}
        >
          <Text s="pill-text">
            <Span>{words.authorize}</Span>
          </Text>
        </Press>
        <Press
          data-testid="OAuth_Consent_Cancel_Button"
          s="pill pill-outline pill-wide"
          disabled={busy}
          onClick={() => answer(false)}
        >
          <Text s="pill-text">
            <Span>{words.cancel}</Span>
          </Text>
        </Press>
      </View>
    </main>
  );
}

async function leaveWith(approval: boolean): Promise<void> {
  const response = await fetch(`${location.pathname}${location.search}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ approval }),
    signal: AbortSignal.timeout(15_000),
  });
  const answered: { redirect_uri?: string; error?: string } = await response.json();
  if (answered.redirect_uri === undefined) throw new Error(answered.error ?? `refused (${response.status})`);
  location.assign(answered.redirect_uri);
}
