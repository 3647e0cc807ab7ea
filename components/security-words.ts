/** The words of the screens of security, apart from the services: only those screens carry them. */
import { type SecurityWords, securityWords } from '../lib/words/security.ts';
import { useServices } from './services.ts';

export function useSecurityWords(): SecurityWords {
  return securityWords[useServices().language];
}
