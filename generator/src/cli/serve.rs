//! `tassel serve`: finds a port, says where the preview is, and prints what each build found.

use super::args::Serve;
use super::{Exit, World};
use crate::derive::Now;
use crate::diagnostics::render_human;
use crate::serve::{Event, Hosts, run as serve};
use crate::site::Request;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::path::PathBuf;

/// How many ports after the wanted one are tried.
const MORE_PORTS: u16 = 20;

pub(super) fn run(args: &Serve, world: &mut World<'_>) -> Exit {
    let (listener, address) = match bind(args) {
        Ok(bound) => bound,
        Err(message) => {
            let _ = writeln!(world.err, "错误：{message}");
            return Exit::System;
        }
    };
    if args.port != 0 && args.port != address.port() {
        let _ = writeln!(
            world.err,
            "端口 {} 有别的程序在用，这次用 {}",
            args.port,
            address.port()
        );
    }
    if !address.ip().is_loopback() {
        let _ = writeln!(
            world.err,
            "注意：--host {} 不限于这台电脑，同一网络里的人都能打开预览，看到还没有发布的内容",
            args.host
        );
    }
    let request = Request {
        root: args.site.root.clone(),
        out: PathBuf::new(),
        base_url: None,
        now: world.now,
        strict: false,
        channel: crate::channels::Channel::Site,
        drafts: true,
    };
    let (start, clock, fixed) = (world.now, world.clock, args.present.now);
    let began = clock.now_ms();
    let now = move || fixed.unwrap_or_else(|| later(start, clock.now_ms() - began));
    let mut ready = false;
    let mut tell = |event: Event<'_>| {
        let _ = match event {
            Event::Ready => {
                ready = true;
                greet(address, world)
            }
            Event::Built {
                findings,
                sources,
                shown,
            } => {
                let text = render_human(findings, sources, world.color);
                let outcome = match (ready, shown) {
                    (false, true) => "",
                    (false, false) => "网站还生成不了；改好上面的问题，存盘后再生成\n",
                    (true, true) => "已更新\n",
                    (true, false) => "有错误，预览没有更新；改好上面的问题，存盘后再生成\n",
                };
                write!(world.err, "{text}{outcome}")
            }
        };
    };
    match serve(&request, listener, Hosts::new(&args.host, address), &now, &mut tell) {
        Ok(never) => match never {},
        Err(error) => {
            let _ = writeln!(world.err, "错误：预览启动不了：{error}");
            Exit::System
        }
    }
}

/// The moment `milliseconds` after `start`.
fn later(start: Now, milliseconds: f64) -> Now {
    // A number too large for the type becomes the largest there is.
    Now(start.0.saturating_add((milliseconds / 1000.0) as i64))
}

fn greet(address: SocketAddr, world: &mut World<'_>) -> io::Result<()> {
    writeln!(world.out, "预览：http://{address}/")?;
    world.out.flush()?;
    writeln!(
        world.err,
        "用浏览器打开上面的网址。改了 content/ 或 themes/ 里的文件，存盘后页面自己更新；照片自检页要手动刷新。按 Ctrl-C 停下"
    )
}

/// Listens at the wanted port, or at the next one that is free.
fn bind(args: &Serve) -> Result<(TcpListener, SocketAddr), String> {
    let name = args.host.trim_matches(['[', ']']);
    let places = (name, 0).to_socket_addrs().map(Iterator::collect::<Vec<_>>);
    let places = places.unwrap_or_default();
    if places.is_empty() {
        return Err(format!(
            "--host 不认识“{}”；不写就是 127.0.0.1，只有这台电脑能打开",
            args.host
        ));
    }
    let last = if args.port == 0 {
        0
    } else {
        args.port.saturating_add(MORE_PORTS)
    };
    let mut refused = None;
    for port in args.port..=last {
        for place in &places {
            match TcpListener::bind(SocketAddr::new(place.ip(), port)).and_then(|l| Ok((l.local_addr()?, l))) {
                Ok((address, listener)) => return Ok((listener, address)),
                Err(error) => refused = Some(error),
            }
        }
        if refused
            .as_ref()
            .is_some_and(|error| error.kind() != io::ErrorKind::AddrInUse)
        {
            break;
        }
    }
    Err(match refused {
        Some(error) if error.kind() == io::ErrorKind::AddrInUse => {
            format!(
                "端口 {} 到 {last} 都有别的程序在用；用 --port 换一个，例如 --port 9000",
                args.port
            )
        }
        Some(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            format!("没有权限用端口 {}；用 --port 换一个 1024 以上的", args.port)
        }
        Some(error) => format!("不能在 {} 的端口 {} 上打开预览：{error}", args.host, args.port),
        None => format!("不能在 {} 的端口 {} 上打开预览", args.host, args.port),
    })
}
