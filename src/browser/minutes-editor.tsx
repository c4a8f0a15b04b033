import { MinutesEditor } from '../modules/meetings/pages/minutes/editor.tsx'
import { hydrateIslands } from './hydrate.ts'

hydrateIslands('minutes-editor', MinutesEditor)
