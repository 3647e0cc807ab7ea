/**
 * Questions that come at the same time are asked together: one statement for all of them instead of one each. There is
 * no timer: what gathers while the last statement is at work goes with the next.
 */

/** Asks one question; the answer is one of a whole batch. @throws whatever the batch's question throws. */
export type Ask<Question, Answer> = (question: Question) => Promise<Answer>;

type Entry<Question, Answer> = {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * @param askAll as many answers as questions, in their order
 * @param limits the most questions in one statement, and statements at once
 */
export function askTogether<Question, Answer>(
  askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  limits: { readonly most: number; readonly inFlight: number } = { most: 128, inFlight: 2 },
): Ask<Question, Answer> {
  const queue: Entry<Question, Answer>[] = [];
  let inFlight = 0;
  let scheduled = false;

  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      while (inFlight < limits.inFlight && queue.length > 0) void run(queue.splice(0, limits.most));
    });
  };

  const run = async (batch: readonly Entry<Question, Answer>[]) => {
    inFlight++;
    try {
      const answers = await askAll(batch.map(({ question }) => question));
      for (const [i, { resolve }] of batch.entries()) resolve(answers[i] as Answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      inFlight--;
      if (queue.length > 0) schedule();
    }
  };

  return (question) =>
    new Promise<Answer>((resolve, reject) => {
      queue.push({ question, resolve, reject });
      schedule();
    });
}
