// @ts-check
import { ApiError } from "../api.js";
import { toast } from "./toast.js";

/**
 * Ask the server for something that it may refuse.
 * @template R
 * @param {() => Promise<R>} ask
 * @returns {Promise<R | null>} null = refused, and said so
 */
export async function tried(ask) {
  try {
    return await ask();
  } catch (refused) {
    if (!(refused instanceof ApiError)) throw refused;
    toast(refused.message, "error");
    return null;
  }
}
