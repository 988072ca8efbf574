/** What tests of several packages need: certificates, lists and bundles made in code. */
package dev.signet.testkit;
