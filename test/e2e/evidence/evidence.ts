import { join } from 'node:path';

/** Where setup.ts has it kept; undefined on another cluster than the project's own. */
const folder = process.env.E2E_EVIDENCE;
export const hasEvidence = folder !== undefined;
export const logsFolder = join(folder ?? '', 'logs');
export const announcementsFile = join(folder ?? '', 'announcements');
