import { FormKeypad } from '../kit/ui/keypad.tsx'
import { hydrateIslands } from './hydrate.ts'

hydrateIslands('keypad', FormKeypad)
