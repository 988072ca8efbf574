/**
 * Enforcement inside PF4J: the manager only ever sees sealed copies of admitted bundles.
 *
 * <p>{@link dev.signet.pf4j.VerifyingPluginManager} is ready to use. A manager of another kind, the
 * host's own subclass or pf4j-spring's {@code SpringPluginManager}, becomes just as safe by the
 * same two overrides, one line each:
 *
 * <pre>{@code
 * public class HostPluginManager extends SpringPluginManager implements AutoCloseable {
 *   private final PluginAdmission admission =
 *       PluginAdmission.builder()
 *           .trust(trust)
 *           .require(SignatureRequirement.ALL)
 *           .build(this);
 *
 *   protected PluginRepository createPluginRepository() {
 *     return PluginAdmission.repository(() -> admission);
 *   }
 *
 *   protected PluginWrapper loadPluginFromPath(Path path) {
 *     return admission.load(path, super::loadPluginFromPath);
 *   }
 *
 *   public void close() {
 *     admission.close();
 *   }
 * }
 * }</pre>
 *
 * <p>Both are needed: the first keeps PF4J from listing and unpacking bundles itself, the second is
 * the one way every single plugin is loaded. PF4J calls the first from its constructor, before the
 * field above is set; the repository therefore looks it up when it is used.
 *
 * <p>Among bundles found together:
 *
 * <ul>
 *   <li>Of several with one id, the one somebody vouches for is loaded, among equals the highest
 *       version, among equals the first in PF4J's order; the others are refused ({@code
 *       DUPLICATE_ID}). A folder beside an archive of the same name is refused, too.
 *   <li>What needs a plugin that is not there, or not in a version that fits ({@code
 *       DEPENDENCY_UNMET}), or one that is refused ({@code DEPENDENCY_REFUSED}), is refused with
 *       all that needs it, on every channel: PF4J's resolver would else throw for all. Optional
 *       dependencies do not count.
 *   <li>What somebody vouches for and yet relies on what nobody does, also through others or
 *       optionally, is reported ({@code LESS_TRUSTED_DEPENDENCY}); the host may have what needs it
 *       at first hand refused.
 *   <li>What is about to be loaded is recorded in the ledger first.
 * </ul>
 */
@NullMarked
package dev.signet.pf4j;

import org.jspecify.annotations.NullMarked;
