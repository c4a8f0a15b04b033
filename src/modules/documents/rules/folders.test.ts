import { expect, test } from 'vitest'
import { foldersWithContents, inTreeOrder, refusalToNest, trailTo, type Folder } from './folders.ts'

const folder = (id: string, parentId: string | null): Folder => ({ id, parentId, name: id })
const TREE = [folder('a', null), folder('b', 'a'), folder('c', 'b'), folder('d', null)]

test('a folder is found from the top', () => {
  expect(trailTo(TREE, 'c').map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(trailTo(TREE, null)).toEqual([])
  expect(trailTo(TREE, 'nowhere')).toEqual([])
})

test('a folder shows when something can be read in it, at any depth', () => {
  expect(foldersWithContents(TREE, new Set(['c'])).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(foldersWithContents(TREE, new Set())).toEqual([])
})

test('folders are listed under their own', () => {
  expect(inTreeOrder(TREE).map(({ id, level }) => `${id}${level}`)).toEqual(['a0', 'b1', 'c2', 'd0'])
})

test('a folder is neither in itself nor too deep', () => {
  expect(refusalToNest(TREE, { id: 'a', parentId: 'c' })?.code).toBe('folder_in_itself')
  expect(refusalToNest(TREE, { id: 'd', parentId: 'c' })).toBeNull()
  const deep = [...TREE, folder('e', 'c'), folder('f', 'e')]
  expect(refusalToNest(deep, { id: null, parentId: 'f' })?.code).toBe('folders_too_deep')
  expect(refusalToNest(deep, { id: 'a', parentId: 'd' })?.code).toBe('folders_too_deep')
})
