import { SelfAssessment } from '../modules/resident/pages/self-assessment.tsx'
import { hydrateIslands } from './hydrate.ts'

hydrateIslands('self-assessment', SelfAssessment)
