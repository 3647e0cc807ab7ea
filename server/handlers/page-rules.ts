/** The signed page rules that are published now. Wiring only. */
import { problemAnswer } from '../http/answer.ts';
import type { Handlers } from '../http/register.ts';
import type { HandlerDependencies } from './dependencies.ts';

export function pageRulesHandlers({ pageRules }: HandlerDependencies): Pick<Handlers, 'pageRules'> {
  return {
    pageRules: async ({ requestId }) => {
      const rules = await pageRules.current();
      return rules ? { status: 200, body: rules } : problemAnswer({ code: 'not_found' }, requestId);
    },
  };
}
