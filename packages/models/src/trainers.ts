/** Every trainer that learns from data, by its id: one line each. */
import type { DataTask, Trainer } from '@agon/learning';

export const dataTrainers: Readonly<Record<string, Trainer<DataTask>>> = {};
