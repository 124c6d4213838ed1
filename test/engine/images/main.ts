import { buildImages } from './build-images.ts'

buildImages()
