import { LiveClock } from '../kit/ui/live-clock.tsx'
import { hydrateIslands } from './hydrate.ts'

hydrateIslands('clock', LiveClock)
