package dev.signet.sample.host.admin;

import dev.signet.postgres.FleetException;
import dev.signet.postgres.FleetJson;
import dev.signet.postgres.FleetNodes;
import dev.signet.postgres.FleetOverview;
import dev.signet.postgres.NodeResult;
import dev.signet.sample.host.web.AccessControl;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of all hosts of a fleet, and the button by which all of them rescan. */
final class FleetPages {
  private static final Logger LOG = LoggerFactory.getLogger(FleetPages.class);
  private static final int CHANGES = 20;

  private final FleetNodes fleet;
  private final AccessControl access;

  FleetPages(FleetNodes fleet, AccessControl access) {
    this.fleet = fleet;
    this.access = access;
  }

  /** Adds the pages to those that only an administrator sees. */
  void addTo(RoutesConfig routes) {
    routes.get(FleetQuery.FLEET, this::showHosts);
    routes.get("/admin/fleet.json", this::sendJson);
    routes.get(FleetQuery.RESULTS, this::showResults);
    routes.get(FleetQuery.HOST, this::showHost);
    routes.get(FleetQuery.RESULT, this::showResult);
    routes.post(FleetQuery.FLEET + "/rescan", this::rescan);
    routes.exception(FleetException.class, FleetPages::tellThatItIsAway);
  }

  /** The routes' own handlers of problems make a page of it. */
  private static void tellThatItIsAway(FleetException problem, Context context) {
    LOG.warn("A page of all hosts could not be shown", problem);
    context.status(HttpStatus.SERVICE_UNAVAILABLE);
    ServiceUnavailableResponse told =
        new ServiceUnavailableResponse(Objects.requireNonNullElse(problem.getMessage(), ""));
    AdminPages.showProblem(told, context);
  }

  private void showHosts(Context context) throws FleetException {
    String token = access.formToken(context);
    FleetQuery query = FleetQuery.of(context);
    boolean asked = context.queryParam("asked") != null;
    show(context, token, "All hosts", new FleetView(query, overview(query)).main(token, asked));
  }

  private FleetOverview overview(FleetQuery query) throws FleetException {
    return fleet.overview(
        query.filter(), FleetQuery.part(query.page()), FleetQuery.part(query.releases()));
  }

  private void sendJson(Context context) throws FleetException {
    String json = FleetJson.text(overview(FleetQuery.of(context)));
    context.contentType("application/json").result(json + "\n");
  }

  private void showResults(Context context) throws FleetException {
    FleetQuery query = FleetQuery.of(context);
    FleetNodes.Part part = FleetQuery.part(query.page());
    FleetNodes.Page<NodeResult> page = fleet.results(query.filter(), part.first(), part.count());
    show(
        context,
        access.formToken(context),
        "Plugins of all hosts",
        FleetHostView.results(query, page));
  }

  private void showHost(Context context) throws FleetException {
    String name = FleetQuery.named(context);
    FleetOverview.Node host = fleet.node(name).orElseThrow(FleetPages::noSuchHost);
    FleetQuery query = FleetQuery.of(context);
    FleetHostView view =
        new FleetHostView(host, fleet.resultsOf(name, FleetQuery.part(query.page())));
    show(
        context,
        access.formToken(context),
        name,
        view.main(query.page(), fleet.changes(name, CHANGES)));
  }

  private void showResult(Context context) throws FleetException {
    String key = Objects.requireNonNullElse(context.queryParam("key"), "");
    NodeResult result =
        fleet.find(FleetQuery.named(context), key).orElseThrow(FleetPages::noSuchHost);
    show(context, access.formToken(context), result.plugin(), FleetHostView.result(result));
  }

  private static NotFoundResponse noSuchHost() {
    return new NotFoundResponse("No host reports this any more. See all hosts.");
  }

  private void rescan(Context context) throws FleetException {
    fleet.requestRescan();
    context.redirect(FleetQuery.FLEET + "?asked=on#rescan", HttpStatus.SEE_OTHER);
  }

  private static void show(Context context, String token, String title, String main) {
    context.html(PageFrame.of(title, context.path()).loggedIn(token).around(main));
  }
}
