/** What was done to this wallet elsewhere: by the person himself on another device, or by somebody who should not be there. */
import type { SecurityAlert } from '../../lib/messages.ts';
import { formatDay, formatTime } from '../../lib/words/dates.ts';
import { useActs } from '../answers.ts';
import { safeText } from '../names.ts';
import { useSecurityWords } from '../security-words.ts';
import { useServices, useWords } from '../services.ts';
import type { Wallet } from '../wallet.ts';
import { Button } from './Button.tsx';
import { ErrorNotice, Notice } from './Notice.tsx';

/** @param alerts the oldest first; at least one */
export function Alerts({ wallet, alerts }: { wallet: Wallet; alerts: readonly SecurityAlert[] }) {
  const words = useSecurityWords().alerts;
  const { send } = useServices();
  const acts = useActs();
  const last = alerts.at(-1);
  const own = async () => {
    if (!last) return;
    const { seq } = last;
    await acts.run('own', () => send('wallet.alerts_own', { seq }));
    await wallet.reload();
  };
  return (
    <Notice tone="warning">
      {alerts.map((alert) => (
        <One key={alert.seq} alert={alert} />
      ))}
      <p>{words.notYou}</p>
      <p class="alert-ways">
        <a href="#/devices">{words.devices}</a> <a href="#/code-change">{words.code}</a>{' '}
        <a href="#/freeze">{words.freeze}</a>
      </p>
      {acts.error ? <ErrorNotice error={acts.error} /> : null}
      <Button kind="quiet" busy={acts.doing === 'own'} onClick={() => void own()}>
        {words.mine}
      </Button>
    </Notice>
  );
}

function One({ alert }: { alert: SecurityAlert }) {
  const words = useSecurityWords().alerts;
  const { alerts } = useWords();
  const services = useServices();
  const moment = (instant: string) =>
    `${formatDay(instant, services.now(), services)}, ${formatTime(instant, services.language)}`;
  const when = moment(alert.at);
  return (
    <div>
      <p class="notice-title">{alerts.what[alert.what]}</p>
      <p>
        <bdi>{alert.device === null ? words.when(when) : words.on(safeText(alert.device), when)}</bdi>{' '}
        {alert.from === null ? null : words.from(moment(alert.from))}
      </p>
    </div>
  );
}
