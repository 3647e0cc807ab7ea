/** All scenes, and how one is drawn. A new kind of order is a new scene in one of the lists. */
import { heldScenes } from './held-scenes.ts';
import { paymentScenes } from './payment-scenes.ts';
import { splitScenes } from './split-scenes.ts';
import type { Scene, Stage } from './stage.ts';

const drawn = [...paymentScenes, ...heldScenes, ...splitScenes].flatMap((scene) =>
  Array<Scene>(scene.weight).fill(scene),
);

/** Plays one scene, drawn by chance. @throws Error when an answer is one that it must not be. */
export async function playScene(stage: Stage): Promise<void> {
  const scene = stage.random.pick(drawn);
  try {
    await scene.play(stage);
  } catch (error) {
    throw new Error(`${stage.actor.name}, ${scene.name}: ${(error as Error).message}`, { cause: error });
  }
}
