import { expect, test } from 'vitest'
import { z } from 'zod'
import { InputError, parseInput } from './gesture.ts'

const Schema = z.object({ name: z.string(), people: z.array(z.object({ note: z.string().max(3) })) })

function issuesOf(input: unknown) {
  try {
    parseInput(Schema, input)
  } catch (error) {
    if (error instanceof InputError) return error.issues
  }
  return []
}

test('a text that PostgreSQL cannot keep is refused at its field, however deep', () => {
  expect(issuesOf({ name: 'a\u0000', people: [{ note: 'ok' }, { note: '\ud83c' }] })).toEqual([
    { field: 'name', message: 'unkeepable' },
    { field: 'people.1.note', message: 'unkeepable' },
  ])
  expect(issuesOf({ name: 'a\u0000', people: [{ note: 'too long' }] })).toEqual([
    { field: 'name', message: 'unkeepable' },
    { field: 'people.0.note', message: 'too_long' },
  ])
  expect(issuesOf({ name: '👩‍🌾 \u202e\ufeff\uffff\u0001', people: [] })).toEqual([])
})
