export * from './backends.ts'
export * from './no-code.ts'
export * from './supabase.ts'
