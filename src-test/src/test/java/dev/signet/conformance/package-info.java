/** What peers recorded, replayed; skipped where their data is absent. */
package dev.signet.conformance;
