import { recordEvent } from '../store/events.ts';
import type { Objects } from '../store/objects.ts';
import type { Told } from './event-writer.ts';

export async function recordTold(objects: Objects, told: Told[]): Promise<void> {
  for (const { regarding, related, type, reason, message } of told) {
    await recordEvent(objects, {
      regarding,
      ...(related === undefined ? {} : { related }),
      type,
      reason,
      message,
    });
  }
}
