import { prepareGiven } from './server.ts'

/** The server runs: puts the journeys' people beside the demonstration; workers inherit who they are. */
export default function setUp(): void {
  process.env['E2E_GIVEN'] = JSON.stringify(prepareGiven(process.env['E2E_DATA']!))
}
