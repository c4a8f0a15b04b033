import type { Module } from '../../../kit/module.ts'
import { meetingsPersonalData } from '../personal-data.ts'

export const meetings: Module = { personalData: meetingsPersonalData }
