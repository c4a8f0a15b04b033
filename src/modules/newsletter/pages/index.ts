import type { Module } from '../../../kit/module.ts'

export const newsletter: Module = {}
