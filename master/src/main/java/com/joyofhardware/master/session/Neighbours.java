package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.link.AgentLinks;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.master.repository.Repositories;
import com.joyofhardware.master.repository.Snapshots;
import com.joyofhardware.protocol.statement.StatementSigner;

/** What sessions need of the rest of the system. */
public record Neighbours(
    ContainerEngine engine,
    AgentLinks links,
    Projects projects,
    Repositories repositories,
    Snapshots snapshots,
    Authentication authentication,
    StatementSigner signer) {}
