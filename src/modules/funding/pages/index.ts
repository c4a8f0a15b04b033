import type { Module } from '../../../kit/module.ts'

export const funding: Module = {}
