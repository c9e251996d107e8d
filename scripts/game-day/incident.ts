import type { EventType, HealthResponse } from '@token-ledger/contract';
import type { GameDay } from './game-day.ts';
import type { RunbookSection } from './runbook.ts';

/** Something that goes wrong in a deployment, what reports it, and how an operator mends it. */
export interface Incident {
  /** The word that `--only` takes. */
  readonly name: string;
  /** What happens, for people. */
  readonly title: string;
  /** The names of the alarms that must be on, without the prefix of the stage. */
  readonly alarms: readonly string[];
  /** Those that may be on too: symptoms that depend on the moment. */
  readonly alsoAlarms?: readonly string[];
  readonly health: {
    readonly status: HealthResponse['status'];
    /** The reasons that must be among those that the health check gives. */
    readonly reasons?: readonly HealthResponse['reasons'][number]['code'][];
  };
  /** The anchor of the runbook's heading that leads out of it; one of the alarms must name it. */
  readonly runbook: string;
  /** The event that the incident or its end causes, where one is defined. */
  readonly event?: EventType;
  /** Lets it happen, for as long as its alarms need. Returns what the runbook says to do. */
  readonly happen: (day: GameDay) => Promise<FollowRunbook>;
}

/** The steps of a section of the runbook, each of them quoted from it. */
type FollowRunbook = (section: RunbookSection) => Promise<void>;
