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
 */
@NullMarked
package dev.signet.pf4j;

import org.jspecify.annotations.NullMarked;
