package com.joyofhardware.gateway;

import com.joyofhardware.protocol.front.FrontMessage;
import com.joyofhardware.protocol.front.FrontMessage.Exchange;
import com.joyofhardware.protocol.front.FrontMessage.Exchanged;
import com.joyofhardware.protocol.front.FrontMessage.Hello;
import com.joyofhardware.protocol.front.FrontMessage.Ping;
import com.joyofhardware.protocol.front.FrontMessage.Preview;
import com.joyofhardware.protocol.front.FrontMessage.PreviewAnswer;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RouteChanged;
import com.joyofhardware.protocol.front.FrontMessage.RouteGone;
import com.joyofhardware.protocol.front.FrontMessage.SharesChanged;
import com.joyofhardware.protocol.front.FrontMessage.State;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Holds what is known of the cluster, and whether the master is there to change it. */
final class Cluster {
  private final Tunnels tunnels;
  private final Clock clock;
  private volatile @Nullable Known known;
  private volatile boolean masterAway = true;

  Cluster(Tunnels tunnels, Clock clock) {
    this.tunnels = tunnels;
    this.clock = clock;
  }

  /** Empty until the master has spoken for the first time. */
  @Nullable Known known() {
    return known;
  }

  boolean masterAway() {
    return masterAway;
  }

  void masterLeft() {
    masterAway = true;
  }

  /** Called by the control stream alone, one message after another. */
  void take(FrontMessage message) {
    Known after = after(message, known);
    if (after == null) {
      return;
    }
    known = after;
    if (message instanceof State) {
      masterAway = false;
    }
    tunnels.cutUnless(after::keeps);
  }

  /** Null when the message changes nothing. */
  private @Nullable Known after(FrontMessage message, @Nullable Known before) {
    if (message instanceof State state) {
      return Known.of(state);
    }
    if (before == null) {
      return null;
    }
    return switch (message) {
      case RouteChanged changed -> before.with(changed.route());
      case RouteGone gone -> before.without(gone.session());
      case Revoked revoked -> before.with(revoked, clock.instant());
      case SharesChanged changed -> before.with(changed.shares());
      case State _, Hello _, Exchange _, Exchanged _, Preview _, PreviewAnswer _, Ping _ -> null;
    };
  }
}
