/** What Prometheus is told of the controllers. Gauges are counted when they are asked for, from what is known then. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Core } from './core.ts';
import { standingOf } from './placement/placement-status.ts';

/** Repairs are counted by the first difference that was healed; `Applied` is a change that somebody asked for. */
export function measure(core: Core, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'muster_placements',
    help: 'Units on machines, by sync and health.',
    labelNames: ['sync', 'health'],
    registers,
    collect() {
      this.reset();
      for (const { phase, context } of core.states()) {
        const { sync, health } = standingOf(phase, context);
        this.inc({ sync, health });
      }
    },
  });
  new Gauge({
    name: 'muster_machines',
    help: 'Machines, by the state of the connection.',
    labelNames: ['state'],
    registers,
    collect() {
      this.reset();
      for (const agent of core.agents) this.inc({ state: agent.state.phase });
    },
  });
  new Gauge({
    name: 'muster_units_unplaced',
    help: 'Units, or instances, that no machine can take.',
    registers,
    collect() {
      this.set(core.schedule.unplaced.length);
    },
  });
  new Gauge({
    name: 'muster_machine_traffic_bytes',
    help: 'Bytes over SSH since the connections were made.',
    labelNames: ['direction'],
    registers,
    collect() {
      const total = { sent: 0, received: 0 };
      for (const { link } of core.agents) {
        const { sent, received } = link?.traffic() ?? { sent: 0, received: 0 };
        total.sent += sent;
        total.received += received;
      }
      this.set({ direction: 'sent' }, total.sent);
      this.set({ direction: 'received' }, total.received);
    },
  });
  const steps = new Counter({
    name: 'muster_steps_total',
    help: 'Steps done on machines, by what was done and whether it succeeded.',
    labelNames: ['step', 'ok'],
    registers,
  });
  const acts = new Counter({
    name: 'muster_acts_total',
    help: 'Acts for a placement, by the reason: the difference that was repaired, or Applied.',
    labelNames: ['reason'],
    registers,
  });
  const seconds = new Histogram({
    name: 'muster_act_seconds',
    help: 'From the decision to act until the machine had answered.',
    buckets: [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
    registers,
  });
  core.happenings.listen((happening) => {
    if (happening.type === 'step') {
      const { step, ok } = happening.result;
      steps.inc({ step: step.do, ok: String(ok) });
    } else if (happening.type === 'placement' && happening.phase === 'verifying') {
      const { report, reading } = happening.context;
      if (report === null || reading === null) return;
      seconds.observe(report.durationMs / 1000);
      const first = reading.assessment.drift.find((item) => item.heals);
      acts.inc({ reason: reading.assessment.specChanged ? 'Applied' : (first?.kind ?? 'Repaired') });
    }
  });
}
