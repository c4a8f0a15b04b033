import { SelfAssessment } from '../modules/contributions/pages/self-assessment.tsx'
import { hydrateIslands } from './hydrate.ts'

hydrateIslands('self-assessment', SelfAssessment)
